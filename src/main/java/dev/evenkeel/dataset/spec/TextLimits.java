package dev.evenkeel.dataset.spec;

/**
 * What is kept of a text column.
 *
 * @param vocabulary the most tokens that a model learns
 * @param maxTokens the most tokens of a text; longer ones are cut
 */
public record TextLimits(int vocabulary, int maxTokens) {

  static final int DEFAULT_VOCABULARY = 10_000;
  static final int DEFAULT_MAX_TOKENS = 256;
}
