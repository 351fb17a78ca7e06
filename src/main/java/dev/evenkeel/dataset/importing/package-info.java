/**
 * Who reads the files of each format: into tensors at upload, and back for their first examples.
 */
@NullMarked
package dev.evenkeel.dataset.importing;

import org.jspecify.annotations.NullMarked;
