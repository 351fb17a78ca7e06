package dev.evenkeel.training.plan.layers;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.training.spec.LayerSpec;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the class that says something about one type of layer, by its name: {@code Conv2d} of the
 * spec is {@code Conv2dKind} here.
 *
 * <p>A new type is its own files and no line in any list. One that is missing fails when the
 * contract is first used, with its name.
 */
public final class LayerRegistry<T> {

  private final Class<T> contract;
  private final Map<Class<?>, MethodHandle> constructors = new LinkedHashMap<>();

  private LayerRegistry(Class<T> contract) {
    this.contract = contract;
  }

  /**
   * @param lookup of the package in which the classes lie
   * @param naming what a class is called, with %s in the place of the type: {@code %sKind}
   */
  public static <T> LayerRegistry<T> of(Lookup lookup, Class<T> contract, String naming) {
    LayerRegistry<T> registry = new LayerRegistry<>(contract);
    for (Class<? extends LayerSpec> type : types()) {
      String name = contract.getPackageName() + "." + naming.formatted(type.getSimpleName());
      try {
        Class<?> found = lookup.findClass(name);
        registry.constructors.put(
            type, lookup.unreflectConstructor(found.getDeclaredConstructors()[0]));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "The layer type '%s' has no %s: write %s."
                .formatted(type(type), contract.getSimpleName(), name),
            e);
      }
    }
    return registry;
  }

  /** What the registry's contract says of a layer. */
  public T create(LayerSpec layer, Object... arguments) {
    MethodHandle constructor = constructors.get(layer.getClass());
    try {
      return contract.cast(constructor.invokeWithArguments(arguments));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every type of layer that a spec can hold. */
  public static Set<Class<? extends LayerSpec>> types() {
    Set<Class<? extends LayerSpec>> types = new LinkedHashSet<>();
    collect(LayerSpec.class, types);
    return types;
  }

  private static void collect(Class<?> type, Set<Class<? extends LayerSpec>> types) {
    if (!type.isSealed()) {
      types.add(type.asSubclass(LayerSpec.class));
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      collect(permitted, types);
    }
  }

  /** The name of a type in a spec. */
  static String type(Class<?> layer) {
    return layer.getAnnotation(JsonTypeName.class).value();
  }
}
