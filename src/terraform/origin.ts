/**
 * Where a thing is known from, when it is not the Terraform input itself: the file of a bridge states what exists already.
 */
export interface Origin {
  readonly kind: "bridge-file";
  /** The file as messages name it, e.g. `bridges/article.yaml`. */
  readonly file: string;
  /** What the file calls the thing, an id in AWS for the most part. */
  readonly name: string;
}
