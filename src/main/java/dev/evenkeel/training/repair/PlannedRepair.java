package dev.evenkeel.training.repair;

import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Map;

/**
 * What is to be done about a finding, and how its incident tells of it.
 *
 * @param detail numbers of the action by snake_case name
 * @param sentence what was done, for the incident's message
 */
record PlannedRepair(
    RepairAction action,
    NextStep next,
    List<SpecChange> changes,
    Map<String, Object> detail,
    String sentence) {}
