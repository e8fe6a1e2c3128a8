import { type Secrets } from "../terraform";
import { type Frame, type Line, type Picture, type Place, type Row } from "./picture";

/** Names of boxes: what may not be shown is hidden in them too, and two boxes never get one name. */
class Ids {
  private readonly shown = new Map<string, string>();

  constructor(private readonly secrets: Secrets) {}

  of(id: string): string {
    let known = this.shown.get(id);
    if (known === undefined) {
      const text = this.secrets.text(id);
      known = text === id ? id : `${text} ${this.shown.size + 1}`;
      if (text !== id) this.shown.set(id, known);
    }
    return known;
  }
}

/** A picture without what may not be shown, before anything of it is measured or laid out. */
export function shownPicture(picture: Picture, secrets: Secrets): Picture {
  if (secrets.isEmpty) return picture;
  const ids = new Ids(secrets);
  const texts = (all: readonly string[]): string[] => all.map((one) => secrets.text(one));
  const row = ({ address, ...one }: Row): Row => ({
    ...one,
    text: address === undefined ? secrets.text(one.text) : secrets.textOf(address, one.text),
    ...(address !== undefined && { address: ids.of(address) }),
  });
  const titled = <T extends Frame | Place>(one: T): T => ({
    ...one,
    id: ids.of(one.id),
    title: secrets.text(one.title),
    ...(one.subtitle !== undefined && { subtitle: secrets.text(one.subtitle) }),
  });
  const place = (one: Place): Place => ({ ...titled(one), rows: one.rows.map(row) });
  const frame = (one: Frame): Frame => ({
    ...titled(one),
    frames: one.frames.map(frame),
    places: one.places.map(place),
  });
  const line = ({ between, ...one }: Line): Line => ({
    ...one,
    from: ids.of(one.from),
    to: ids.of(one.to),
    labels: [...new Set(texts(one.labels))],
    ...(between && { between: [ids.of(between[0]), ids.of(between[1])] as const }),
  });
  return {
    title: secrets.text(picture.title),
    frames: picture.frames.map(frame),
    places: picture.places.map(place),
    lines: picture.lines.map(line),
    flows: texts(picture.flows),
    notes: texts(picture.notes),
    isCompact: picture.isCompact,
  };
}
