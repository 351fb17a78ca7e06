package dev.evenkeel.web;

/**
 * Who asks for something: whatever reads or changes a resource by its id for a client takes one. So
 * far the server knows nobody by name, and anyone may do everything.
 */
public enum Caller {
  ANYONE
}
