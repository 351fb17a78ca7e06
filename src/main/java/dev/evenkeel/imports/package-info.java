/**
 * Takes in networks that were trained elsewhere with Deeplearning4j: looks through the zip, reads
 * its configuration as plain JSON and has an engine make a model of it.
 *
 * <p>Nothing of the zip is ever deserialised as Java objects, and no class of Deeplearning4j is
 * loaded here.
 */
@NullMarked
package dev.evenkeel.imports;

import org.jspecify.annotations.NullMarked;
