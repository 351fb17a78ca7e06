package dev.evenkeel.training.spec;

/**
 * The trained model that a run starts from.
 *
 * @param manifest path of its {@code model.json}
 * @param parameters path of its Deeplearning4j zip
 */
public record BaseModel(String manifest, String parameters) {}
