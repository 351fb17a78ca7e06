package dev.evenkeel.error;

/**
 * One thing that is wrong with a request body.
 *
 * @param pointer JSON pointer (RFC 6901) to the place
 * @param code snake_case name of the kind of fault
 * @param message what is wrong and what to do
 */
public record Fault(String pointer, String code, String message) {}
