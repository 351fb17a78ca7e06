/** The devices of this server and the engine processes that are supervised on them. */
@NullMarked
package dev.evenkeel.worker.engine;

import org.jspecify.annotations.NullMarked;
