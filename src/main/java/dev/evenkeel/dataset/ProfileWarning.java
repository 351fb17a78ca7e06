package dev.evenkeel.dataset;

/** Something about a dataset that its user should know before training on it. */
public record ProfileWarning(String code, String message) {}
