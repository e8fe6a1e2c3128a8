/**
 * Whether a host pattern of a listener rule takes a name: * stands for any characters, ? for one, and letters of either case
 * are alike. Source: ELB user guide, host conditions. In steps of pattern by name at most, however many * there are.
 */
export function takesHost(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase();
  const name = host.toLowerCase();
  let [p, n] = [0, 0];
  // Where to go on when the last * has to take one more character.
  let back: { readonly p: number; n: number } | undefined;
  while (n < name.length) {
    if (wanted[p] === "*") {
      back = { p: ++p, n };
    } else if (p < wanted.length && (wanted[p] === "?" || wanted[p] === name[n])) {
      p++;
      n++;
    } else if (back) {
      p = back.p;
      n = ++back.n;
    } else {
      return false;
    }
  }
  return /^\**$/.test(wanted.slice(p));
}

/** Whether a certificate's name covers a host: *. stands for exactly one label. Source: RFC 6125, wildcard certificates. */
export function covers(certificateName: string, host: string): boolean {
  const wanted = certificateName.toLowerCase();
  const name = host.toLowerCase();
  if (!wanted.startsWith("*.")) return wanted === name;
  const dot = name.indexOf(".");
  return dot > 0 && name.slice(dot) === wanted.slice(1);
}
