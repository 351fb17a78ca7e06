package dev.evenkeel.training.data.tensors;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import sun.misc.Unsafe;

/**
 * Gives the memory of a mapped file or direct buffer back at once. Java 17 leaves that to the
 * collector, which an engine with a small heap may not run for hours, while a deleted file keeps
 * its disk space.
 */
public final class Unmapping {

  private static final Unsafe UNSAFE = unsafe();

  private Unmapping() {}

  /** The buffer and every view of it must not be read afterwards. */
  public static void unmap(ByteBuffer mapping) {
    UNSAFE.invokeCleaner(mapping);
  }

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
