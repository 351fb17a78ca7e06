/**
 * Keeps blobs: uploads, tensors and models. A blob is complete or absent, never half-written.
 *
 * <p>Depends on nothing of ours.
 */
@NullMarked
package dev.evenkeel.storage;

import org.jspecify.annotations.NullMarked;
