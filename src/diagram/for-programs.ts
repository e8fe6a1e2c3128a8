import { type Frame, type Picture, type Place, type Row } from "./picture";

function row({ isAttachment: _isAttachment, ...shown }: Row): Row {
  return shown;
}

function place(one: Place): Place {
  return { ...one, rows: one.rows.map(row) };
}

function frame(one: Frame): Frame {
  return { ...one, frames: one.frames.map(frame), places: one.places.map(place) };
}

/** A picture without what only laying it out needs: its JSON is a format that others read (schema/draw.schema.json). */
export function forPrograms(picture: Picture): Picture {
  return { ...picture, frames: picture.frames.map(frame), places: picture.places.map(place) };
}
