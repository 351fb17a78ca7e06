/** What a client says of the file that it uploads: format, task, targets and types of columns. */
@NullMarked
package dev.evenkeel.dataset.spec;

import org.jspecify.annotations.NullMarked;
