/** Arrays of NumPy, read from their archive. */
@NullMarked
package dev.evenkeel.dataset.npz;

import org.jspecify.annotations.NullMarked;
