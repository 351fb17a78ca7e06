/** What was found in an uploaded file, as it is stored and answered. */
@NullMarked
package dev.evenkeel.dataset.profile;

import org.jspecify.annotations.NullMarked;
