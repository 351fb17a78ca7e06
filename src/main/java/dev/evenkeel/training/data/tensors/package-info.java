/** Files of tensors in NumPy's format, written once and mapped. */
@NullMarked
package dev.evenkeel.training.data.tensors;

import org.jspecify.annotations.NullMarked;
