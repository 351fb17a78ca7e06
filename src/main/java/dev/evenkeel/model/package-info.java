/** Trained models, their artifacts and provenance. */
@NullMarked
package dev.evenkeel.model;

import org.jspecify.annotations.NullMarked;
