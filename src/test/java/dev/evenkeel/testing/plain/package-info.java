/** A second network provider, in plain Java: it holds the seam to what it promises. */
@NullMarked
package dev.evenkeel.testing.plain;

import org.jspecify.annotations.NullMarked;
