package dev.evenkeel.training.stability;

/**
 * What a monitor noticed.
 *
 * @param layer position among the layers with parameters, −1 where the whole network is meant
 * @param value the number that stood out; may be non-finite
 * @param limit what it should have stayed under
 */
public record Finding(
    Symptom symptom, Severity severity, long iteration, int layer, double value, double limit) {}
