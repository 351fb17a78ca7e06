/**
 * Watches numbers of a running training, names what is wrong and prescribes what to do about it.
 *
 * <p>Depends on {@code java..} alone: monitors see plain numbers, never a network, and never write
 * to what they read.
 */
@NullMarked
package dev.evenkeel.training.stability;

import org.jspecify.annotations.NullMarked;
