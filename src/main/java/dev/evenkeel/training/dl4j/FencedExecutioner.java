package dev.evenkeel.training.dl4j;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterUpdate;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's way to its native code, holding on to arrays until that code is done with them.
 *
 * <p>ND4J takes an operation's native handles, and from there on nothing in compiled Java refers to
 * the arrays any more: a collection in that moment frees the handle of a view that was made for the
 * operation alone, and the process dies. It happened about once in a thousand steps of a masked
 * LSTM.
 */
public final class FencedExecutioner extends NativeOpExecutioner {

  private static final String PROPERTY = "opexec";
  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";

  /** Has ND4J use this; to be called before it loads. With CUDA's backend it keeps its own. */
  static void install() {
    if (System.getProperty(PROPERTY) == null && !isPresent(CUDA)) {
      System.setProperty(PROPERTY, FencedExecutioner.class.getName());
    }
  }

  private static boolean isPresent(String name) {
    return FencedExecutioner.class.getClassLoader().getResource(name.replace('.', '/') + ".class")
        != null;
  }

  @Override
  public INDArray exec(Op operation, @Nullable OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public INDArray exec(IndexAccumulation operation, @Nullable OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public INDArray exec(ReduceOp operation, @Nullable OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public INDArray exec(ScalarOp operation, @Nullable OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public INDArray exec(BroadcastOp operation, @Nullable OpContext context) {
    try {
      return super.exec(operation, context);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public INDArray exec(RandomOp operation, @Nullable OpContext context, Random generator) {
    try {
      return super.exec(operation, context, generator);
    } finally {
      hold(operation, context);
    }
  }

  @Override
  public void scatterUpdate(
      ScatterUpdate.UpdateOp operation,
      INDArray array,
      INDArray indices,
      INDArray updates,
      int[] axis) {
    try {
      super.scatterUpdate(operation, array, indices, updates, axis);
    } finally {
      hold(array, indices);
      hold(updates, array);
    }
  }

  private static void hold(@Nullable Object one, @Nullable Object other) {
    Reference.reachabilityFence(one);
    Reference.reachabilityFence(other);
  }
}
