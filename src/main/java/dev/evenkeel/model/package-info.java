/**
 * Trained models, their artifacts and provenance.
 *
 * <p>May import dataset, storage, training, web, error and id.
 */
@NullMarked
package dev.evenkeel.model;

import org.jspecify.annotations.NullMarked;
