/** Makes identifiers. Depends on nothing of ours. */
@NullMarked
package dev.evenkeel.id;

import org.jspecify.annotations.NullMarked;
