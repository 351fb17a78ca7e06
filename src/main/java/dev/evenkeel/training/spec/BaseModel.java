package dev.evenkeel.training.spec;

/**
 * The trained model that a run starts from.
 *
 * @param manifest path of its {@code model.json}
 * @param kind of its native file: the name of the provider that can read it
 * @param parameters path of its native file
 */
public record BaseModel(String manifest, String kind, String parameters) {}
