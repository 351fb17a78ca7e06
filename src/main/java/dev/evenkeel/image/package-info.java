/**
 * Turns PNG and JPEG files of any origin into pixels of one size, at bounded memory: for uploads
 * and for predictions alike. Depends on nothing of ours.
 */
@NullMarked
package dev.evenkeel.image;

import org.jspecify.annotations.NullMarked;
