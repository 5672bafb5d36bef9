"""The twelve seasons of 2025-26, in the order in which they are solved: who comes first has its pick of shared venues.

>>> [plan.sport for plan, _ in every_season()]
['FB', 'MBB', 'WBB', 'VB', 'SOC', 'GYM', 'WRE', 'LAX', 'BSB', 'SB', 'WTN', 'MTN']
"""

from flextime.league.big12 import mbb_plan, mbb_rules
from flextime.league.big12_sports import (
    fb_plan,
    fb_rules,
    mtn_plan,
    mtn_rules,
    soc_plan,
    soc_rules,
    vb_plan,
    vb_rules,
    wbb_plan,
    wbb_rules,
)
from flextime.league.big12_spring import bsb_plan, bsb_rules, sb_plan, sb_rules, wtn_plan, wtn_rules
from flextime.league.big12_winter import gym_plan, gym_rules, lax_plan, lax_rules, wre_plan, wre_rules
from flextime.league.model import SeasonPlan
from flextime.rules.model import Rule


def every_season() -> tuple[tuple[SeasonPlan, tuple[Rule, ...]], ...]:
    """Return each plan with its rulebook: in arenas basketball, men first, volleyball, gymnastics, wrestling."""
    return (
        (fb_plan(), fb_rules()),
        (mbb_plan(), mbb_rules()),
        (wbb_plan(), wbb_rules()),
        (vb_plan(), vb_rules()),
        (soc_plan(), soc_rules()),
        (gym_plan(), gym_rules()),
        (wre_plan(), wre_rules()),
        (lax_plan(), lax_rules()),
        (bsb_plan(), bsb_rules()),
        (sb_plan(), sb_rules()),
        (wtn_plan(), wtn_rules()),
        (mtn_plan(), mtn_rules()),
    )
