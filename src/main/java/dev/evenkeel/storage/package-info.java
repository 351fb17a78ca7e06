/** Keeps blobs: uploads, tensors and models. A blob is complete or absent, never half-written. */
@NullMarked
package dev.evenkeel.storage;

import org.jspecify.annotations.NullMarked;
