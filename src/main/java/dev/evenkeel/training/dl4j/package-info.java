/**
 * Deeplearning4j behind the seam of {@code training}: builds networks, steps them, saves them.
 *
 * <p>The only package that imports Deeplearning4j, ND4J or JavaCPP; loaded by engines, never by the
 * server.
 */
@NullMarked
package dev.evenkeel.training.dl4j;

import org.jspecify.annotations.NullMarked;
