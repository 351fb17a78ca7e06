/**
 * Upload, parse, profile, store: a stored dataset is schema.json and tensors that engines map.
 *
 * <p>May import storage, training.data, training.spec, web, error and id.
 */
@NullMarked
package dev.evenkeel.dataset;

import org.jspecify.annotations.NullMarked;
