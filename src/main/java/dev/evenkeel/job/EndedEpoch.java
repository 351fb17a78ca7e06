package dev.evenkeel.job;

import java.util.Map;

/**
 * An epoch that an attempt has behind it.
 *
 * @param iteration its last one
 * @param metrics {@code train_loss}, and {@code validation_…} where there is a validation split
 */
public record EndedEpoch(int epoch, long iteration, Map<String, Double> metrics) {}
