package dev.evenkeel.dataset.profile;

/** Something about a dataset that its user should know before training on it. */
public record ProfileWarning(String code, String message) {}
