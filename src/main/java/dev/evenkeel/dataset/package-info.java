/** Upload, parse, profile, store: a stored dataset is schema.json and tensors that engines map. */
@NullMarked
package dev.evenkeel.dataset;

import org.jspecify.annotations.NullMarked;
