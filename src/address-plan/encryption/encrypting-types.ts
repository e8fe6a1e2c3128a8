/** The families of a text, by spaces. */
const families = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Families whose instances encrypt what they send each other, as DescribeInstanceTypes tells it in
 * NetworkInfo.EncryptionInTransitSupported; no family has both. Those that a client VPC could have an appliance of.
 * Source: EC2 user guide, data protection: encryption in transit; values as of November 2026, second-hand.
 */
const ENCRYPTING = families(`
  c5a c5ad c5n c6a c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8a c8g c8gb c8gd c8gn c8i c8i-flex c8ib
  c8id c8in c8ine d3 d3en dl1 dl2q f2 g4ad g4dn g5 g6 g6e g6f g7e gr6 gr6f hpc6a hpc6id hpc7a hpc7g hpc8a i3en
  i4g i4i i7i i7ie i8g i8ge im4gn inf1 inf2 is4gen m5dn m5n m5zn m6a m6i m6id m6idn m6in m7a m7g m7gd m7i
  m7i-flex m8a m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8ib m8id m8in m8ine p3dn p4d p4de p5 p5e p5en r5dn r5n
  r6a r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8a r8g r8gb r8gd r8gn r8i r8i-flex r8ib r8id r8in trn1 trn1n
  trn2 vt1 x2idn x2iedn x2iezn x8aedz x8g x8i
`);

/** Families of which DescribeInstanceTypes says that they don't. */
const PLAIN = families(`
  a1 c1 c3 c4 c5 c5d c6g c6gd d2 g5g h1 i2 i3 m1 m2 m3 m4 m5 m5a m5ad m5d m6g m6gd mac1 mac2 r3 r4 r5 r5a r5ad
  r5b r5d r6g r6gd t1 t2 t3 t3a t4g x1 x1e x2gd z1d
`);

/** Whether instances of a type encrypt in transit; undefined for a family that is not known. */
export function encryptsInTransit(type: string): boolean | undefined {
  const [family = ""] = type.split(".");
  if (ENCRYPTING.has(family)) return true;
  return PLAIN.has(family) ? false : undefined;
}
