/**
 * Turns PNG and JPEG files of any origin into pixels of one size, at bounded memory: for uploads
 * and for predictions alike.
 */
@NullMarked
package dev.evenkeel.image;

import org.jspecify.annotations.NullMarked;
