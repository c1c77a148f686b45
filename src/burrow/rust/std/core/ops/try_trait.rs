//! What `?` stands for.

use crate::ops::ControlFlow;

#[lang = "Try"]
pub trait Try: FromResidual<<Self as Try>::Residual> {
    type Output;
    type Residual;
    #[lang = "from_output"]
    fn from_output(output: Self::Output) -> Self;
    #[lang = "branch"]
    fn branch(self) -> ControlFlow<Self::Residual, Self::Output>;
}

pub trait FromResidual<R = <Self as Try>::Residual> {
    #[lang = "from_residual"]
    fn from_residual(residual: R) -> Self;
}

pub trait Residual<O>: Sized {
    type TryType: Try<Output = O, Residual = Self>;
}

pub type ChangeOutputType<T, V> = <<T as Try>::Residual as Residual<V>>::TryType;

/// A `Try` that never stops: lets `fold` be `try_fold`.
#[repr(transparent)]
pub struct NeverShortCircuit<T>(pub T);

pub enum NeverShortCircuitResidual {}

impl<T> Try for NeverShortCircuit<T> {
    type Output = T;
    type Residual = NeverShortCircuitResidual;

    #[inline]
    fn branch(self) -> ControlFlow<NeverShortCircuitResidual, T> { ControlFlow::Continue(self.0) }

    #[inline]
    fn from_output(x: T) -> Self { NeverShortCircuit(x) }
}

impl<T> FromResidual for NeverShortCircuit<T> {
    #[inline]
    fn from_residual(residual: NeverShortCircuitResidual) -> Self { match residual {} }
}

impl<T> Residual<T> for NeverShortCircuitResidual {
    type TryType = NeverShortCircuit<T>;
}
