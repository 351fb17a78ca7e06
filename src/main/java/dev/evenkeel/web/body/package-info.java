/**
 * How the body of a request is read and refused: as strict JSON, held against a JSON Schema that
 * clients can read too, with every fault told at once. Knows no feature package.
 */
@NullMarked
package dev.evenkeel.web.body;

import org.jspecify.annotations.NullMarked;
