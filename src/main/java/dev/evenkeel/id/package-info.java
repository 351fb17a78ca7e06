/** Makes identifiers. */
@NullMarked
package dev.evenkeel.id;

import org.jspecify.annotations.NullMarked;
