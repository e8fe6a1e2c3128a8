"""Asks every patch's probe twice, of moto as it is and of moto as patched, and prints the answers as JSON.

A patch that moto itself no longer needs, and one that does not do its work, both show.
"""

import json

from patch import name_of
from patches import MENDS, PATCHES


def main() -> None:
    gaps = {patch: patch.still_needed() for patch in PATCHES}
    for patch in PATCHES:
        patch.apply()
    answers = [
        {
            "name": name_of(patch),
            "kind": "mend" if patch in MENDS else "refusal",
            "what": (patch.__doc__ or "").split("\n\n")[0].replace("\n", " "),
            "moto_has_the_gap": gaps[patch],
            "closed_by_the_patch": not patch.still_needed(),
        }
        for patch in PATCHES
    ]
    print(json.dumps(answers, indent=2))


if __name__ == "__main__":
    main()
