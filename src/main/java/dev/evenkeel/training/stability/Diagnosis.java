package dev.evenkeel.training.stability;

import java.util.Map;

/**
 * Why a finding came about.
 *
 * @param confidence in [0, 1]
 * @param evidence what goes into {@link Incident#evidence()}
 * @param message what happened, with numbers
 * @param advice what the user should change in the request
 */
public record Diagnosis(
    Cause cause, double confidence, Map<String, Object> evidence, String message, String advice) {}
