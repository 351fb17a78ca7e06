/**
 * The wire between the server and a training engine: messages, framing, and the engine's main
 * class.
 *
 * <p>The engine is a child JVM. It knows no database and no Spring; it may import {@code training},
 * nothing else of ours.
 */
@NullMarked
package dev.evenkeel.engine;

import org.jspecify.annotations.NullMarked;
