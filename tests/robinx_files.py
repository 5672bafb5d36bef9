"""A league of four teams as RobinX files: small enough to check by hand, with a limit of every kind."""

INSTANCE = """\
<?xml version="1.0" encoding="UTF-8"?>
<Instance>
  <MetaData>
    <InstanceName>Four by the sea</InstanceName>
  </MetaData>
  <Structure>
    <Format leagueIds="0">
      <numberRoundRobin>2</numberRoundRobin>
      <compactness>C</compactness>
      <gameMode>P</gameMode>
    </Format>
    <AdditionalGames/>
  </Structure>
  <ObjectiveFunction>
    <Objective>SC</Objective>
  </ObjectiveFunction>
  <Resources>
    <TeamGroups>
      <teamGroup id="0" name="North"/>
    </TeamGroups>
    <Teams>
      <team id="0" league="0" name="Bergen" teamGroups="0"/>
      <team id="1" league="0" name="Oslo" teamGroups="0"/>
      <team id="2" league="0" name="Porto" teamGroups=""/>
      <team id="3" league="0" name="Lisbon" teamGroups=""/>
    </Teams>
    <SlotGroups>
      <slotGroup id="0" name="Autumn"/>
    </SlotGroups>
    <Slots>
      <slot id="0" name="1 Sep" slotGroup="0"/>
      <slot id="1" name="8 Sep" slotGroup="0"/>
      <slot id="2" name="15 Sep" slotGroup="0"/>
      <slot id="3" name="2 Mar"/>
      <slot id="4" name="9 Mar"/>
      <slot id="5" name="16 Mar"/>
    </Slots>
  </Resources>
  <Constraints>
    <CapacityConstraints>
      <CA1 max="0" min="0" mode="H" penalty="1" slots="0;3" teams="2" type="HARD"/>
      <CA2 max="1" min="0" mode1="HA" mode2="GLOBAL" penalty="5" slotGroups="0" slots="" teams1="0" teams2="2;3;"
         type="SOFT"/>
      <CA3 intp="3" max="2" min="0" mode1="H" mode2="SLOTS" penalty="1" teams1="0;1;2;3" teams2="0;1;2;3" type="HARD"/>
      <CA4 max="1" min="0" mode1="H" mode2="EVERY" penalty="5" slots="0;1" teamGroups1="0" teams2="2;3" type="SOFT"/>
    </CapacityConstraints>
    <GameConstraints>
      <GA1 max="1" meetings="0,1;1,0;" min="1" penalty="1" slots="5" type="HARD"/>
    </GameConstraints>
    <BreakConstraints>
      <BR1 intp="0" mode1="LEQ" mode2="HA" penalty="1" slots="1;2" teams="3" type="HARD"/>
      <BR2 homeMode="HA" intp="2" mode2="LEQ" penalty="10" slots="0;1;2;3;4;5" teams="0;1;2;3" type="SOFT"/>
    </BreakConstraints>
    <FairnessConstraints>
      <FA2 intp="1" mode="H" penalty="10" slots="0;1;2;3;4;5" teams="0;1;2;3" type="SOFT"/>
    </FairnessConstraints>
    <SeparationConstraints>
      <SE1 min="3" mode1="SLOTS" penalty="10" teams="0;1;2;3" type="SOFT"/>
    </SeparationConstraints>
  </Constraints>
</Instance>
"""

# Each two teams once in the autumn, and again with the arenas swapped in the spring.
GAMES = (
    (0, 2, 0), (1, 3, 0), (3, 0, 1), (2, 1, 1), (0, 1, 2), (2, 3, 2),
    (2, 0, 4), (3, 1, 4), (0, 3, 3), (1, 2, 3), (1, 0, 5), (3, 2, 5),
)  # fmt: skip


def solution(games: tuple[tuple[int, int, int], ...] = GAMES, claim: tuple[int, int] | None = None) -> str:
    """A solution file: a line for each game from line 4 on, without a claim, from line 5 with one."""
    value = "" if claim is None else f'<ObjectiveValue infeasibility="{claim[0]}" objective="{claim[1]}"/>\n'
    rows = "".join(f'<ScheduledMatch home="{home}" away="{away}" slot="{slot}"/>\n' for home, away, slot in games)
    return f"<Solution>\n<MetaData>{value}</MetaData>\n<Games>\n{rows}</Games>\n</Solution>\n"
