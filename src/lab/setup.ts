import { FOLDER } from "./folder";
import { type LabNetwork, PEM } from "./lab-network";
import { hasPages, serverFolder } from "./servers";
import { MAC, type Space } from "./space";
import { inTurns } from "./turns";

/** What goes wrong in a namespace is collected here. */
const FAULTS = "/run/lab/faults";
const END = "__lab_end__";
const INNER = "__space_end__";

/**
 * A command that gets lines on its standard input.
 * @param then what stands behind it, such as `|| ...` or `&`
 * @param end a mark of its own for a here-document inside of another
 */
export function withInput(command: string, lines: readonly string[], then = "", end = END): string[] {
  // Text of the input is in quotes by now, on one line; this holds whatever those who write lines forget.
  if (lines.some((line) => line === end || /[\n\0]/.test(line)))
    throw new RangeError("a line would end its here-document");
  return lines.length === 0 ? [] : [`${command} <<'${end}' ${then}`.trimEnd(), ...lines, end];
}

function writeFile(path: string, lines: readonly string[]): string[] {
  return withInput(`cat > ${path}`, lines);
}

/** Runs the lines in a network namespace. */
export function inSpace(name: string, lines: readonly string[], then = ""): string[] {
  return withInput(`nsenter --net=/run/netns/${name} sh`, lines, then);
}

/** One namespace from inside: settings, devices, routes, rules. */
export function spaceLines(space: Space): string[] {
  const { ip6 = [] } = space;
  const isWithout = ip6.length === 0 ? "1" : "0";
  const settings: [string, string][] = [
    ["net/ipv6/conf/all/disable_ipv6", isWithout],
    ["net/ipv6/conf/default/disable_ipv6", isWithout],
    ...(ip6.length > 0 && space.forwards ? [["net/ipv6/conf/all/forwarding", "1"] as [string, string]] : []),
    ["net/ipv4/ip_forward", space.forwards ? "1" : "0"],
    ["net/ipv4/conf/all/rp_filter", "0"],
    ["net/ipv4/conf/default/rp_filter", "0"],
    ["net/ipv4/conf/all/send_redirects", "0"],
    ["net/ipv4/conf/default/send_redirects", "0"],
    ...Object.entries(space.sysctls),
  ];
  // Only a namespace whose rules track connections has conntrack's settings, so rules come first.
  return [
    ...withInput("nft -f -", space.nft, "", INNER),
    ...(space.rulesets ?? []).flatMap(({ lines, defined }) => {
      const definitions = [...defined].map(([name, value]) => ` -D ${name}=${value}`).join("");
      // A refusal would quote the ruleset.
      const refused = `2> /dev/null || { echo 'nft refuses a ruleset of the user data' >&2; exit 1; }`;
      return withInput(`nft${definitions} -f -`, lines, refused, INNER);
    }),
    ...settings.map(([name, value]) => `[ ! -e /proc/sys/${name} ] || echo ${value} > /proc/sys/${name}`),
    // Only what the input says has an address: no device makes one up for itself.
    ...(ip6.length === 0 ? [] : ["for mode in /proc/sys/net/ipv6/conf/*/addr_gen_mode; do echo 1 > $mode; done"]),
    ...withInput("ip -batch -", ["link set lo up", ...space.ip], "", INNER),
    ...withInput("ip -6 -batch -", ip6, "", INNER),
  ];
}

/** So many namespaces are set up at a time. */
const AT_ONCE = 4;

/** The shell script that builds the lab, run as the first process of the lab's own namespaces. */
export function setupScript(lab: LabNetwork): string[] {
  const { spaces, cables, files, webServers } = lab;
  const links = cables.map(
    ({ from, to }) =>
      `link add ${from.device} netns ${from.space} address ${MAC} type veth peer name ${to.device} netns ${to.space} address ${MAC}`,
  );
  return [
    `mkdir -p ${FOLDER}/page /run/netns`,
    ...withInput("ip -batch -", [...spaces.map(({ name }) => `netns add ${name}`), ...links]),
    ...inTurns(
      spaces.map((space) =>
        inSpace(
          space.name,
          ["set -e", `exec 2>> ${FAULTS}`, ...spaceLines(space)],
          `|| echo "${space.name}: could not be set up" >> ${FAULTS}`,
        ),
      ),
      AT_ONCE,
    ),
  ].concat(
    lab.needsCertificate ? certificate() : [],
    page(),
    ...[...files].map(([path, lines]) => [`mkdir -p ${path.replace(/\/[^/]*$/, "")}`, ...writeFile(path, lines)]),
    balancers(),
    webServers.filter(hasPages).map((server) => {
      const own = serverFolder(server, FOLDER);
      return `nsenter --net=/run/netns/${server.port.space} nginx -c ${own}/nginx.conf -e ${own}/error.log`;
    }),
    [`if [ -s ${FAULTS} ]; then cat ${FAULTS} >&2; exit 1; fi`],
  );
}

/** HAProxy. When it refuses its configuration it quotes it, and that is made of the input; the place tells enough. */
function balancers(): string[] {
  const log = `${FOLDER}/haproxy.log`;
  const place = "s/.*parsing \\[\\([^]]*\\)\\].*/haproxy refuses \\1/p";
  return [
    `haproxy -D -q -f ${FOLDER}/haproxy.cfg 2> ${log} || { sed -n '${place}' ${log} >&2; echo 'haproxy does not start' >&2; exit 1; }`,
  ];
}

/** A certificate for the life of the lab: nobody is meant to trust it. */
function certificate(): string[] {
  return [
    `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=overlap-lab -keyout ${FOLDER}/key.pem -out ${FOLDER}/cert.pem 2> ${FOLDER}/openssl.log || { cat ${FOLDER}/openssl.log >&2; exit 1; }`,
    `cat ${FOLDER}/cert.pem ${FOLDER}/key.pem > ${PEM}`,
  ];
}

/** nginx's own welcome page where the package brings it. */
function page(): string[] {
  return [
    `cp /usr/share/nginx/html/index.html ${FOLDER}/page/index.html 2> ${FOLDER}/cp.log || echo '<title>Welcome to nginx!</title>' > ${FOLDER}/page/index.html`,
  ];
}
