/** What a column learns while its cells are read: categories, moments, words. */
@NullMarked
package dev.evenkeel.dataset.column;

import org.jspecify.annotations.NullMarked;
