package dev.evenkeel.training.stability;

import org.jspecify.annotations.Nullable;

/**
 * What a repair changed of what the user asked for.
 *
 * @param pointer JSON pointer into the job's spec, such as {@code
 *     /training/optimizer/learning_rate}
 * @param from the value as JSON has it (number, text, boolean, list, map); null where there was
 *     none
 * @param to likewise; null where the field is removed
 */
public record SpecChange(String pointer, @Nullable Object from, @Nullable Object to) {}
