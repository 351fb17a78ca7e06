/**
 * What a client may ask of a training, as immutable records with every default filled in.
 *
 * <p>The same records are parsed from the HTTP body, stored with the job and sent to the engine.
 * They describe; they never compute. Must not import Spring, DL4J or a package of ours but {@code
 * training.stability}.
 */
@NullMarked
package dev.evenkeel.training.spec;

import org.jspecify.annotations.NullMarked;
