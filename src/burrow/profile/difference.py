"""One profile less another: `-base` and `-diff_base`.

Comes in: two profiles.  Goes out: one, in which what the base had counts negative.  Reference: `fetchBases` in
`internal/driver` of github.com/google/pprof: with `-diff_base` the base's samples stay apart (they carry a label)
and percentages are of them; with `-base` they are added up with the others.
"""

from __future__ import annotations

from burrow.profile.merge import merge
from burrow.profile.model import Profile
from burrow.profile.report import DIFFERENCE_BASE


def difference(profile: Profile, base: Profile, labelled: bool = False) -> Profile:
    """`profile` less `base`; both are changed."""
    for sample in base.samples:
        sample.values = [-value for value in sample.values]
        if labelled:
            sample.labels[DIFFERENCE_BASE] = ["true"]
    return merge([profile, base])


def normalized(profile: Profile, base: Profile) -> Profile:
    """`profile` with each kind of value scaled to the base's total of it (`-normalize`)."""
    for index in range(len(profile.sample_types)):
        own, theirs = (sum(sample.values[index] for sample in one.samples) for one in (profile, base))
        if own:
            for sample in profile.samples:
                sample.values[index] = round(sample.values[index] * theirs / own)
    return profile
