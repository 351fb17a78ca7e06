/** Zip files, entry by entry: checked before they are read, and read within a budget. */
@NullMarked
package dev.evenkeel.dataset.archive;

import org.jspecify.annotations.NullMarked;
