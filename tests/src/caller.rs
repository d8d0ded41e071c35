//! A connection of either flavour, blocking or awaited, so that a test is written once for both.

use std::time::Duration;

use nl_core::{
    Acknowledged, Call, Connection, Dump, DumpError, Error, Family, Options, Stream,
    tokio as awaited,
};
use tokio::runtime::{Builder, Runtime};

/// A connection of either flavour.
pub enum Caller<F: Family> {
    /// A blocking one.
    Blocking(Box<Connection<F>>),
    /// An awaited one, with the runtime that drives it.
    Awaited(Runtime, Box<awaited::Connection<F>>),
}

/// Calls a method, of which `$await` is how an awaited one is finished.
macro_rules! both {
    ($caller:expr, $demo:ident => $call:expr, $block:ident => $awaited:expr) => {
        match $caller {
            Caller::Blocking($demo) => $call,
            Caller::Awaited($block, $demo) => $awaited,
        }
    };
}

/// A runtime for one thread.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

impl<F: Family> Caller<F> {
    /// One of each flavour.
    pub fn both(options: &Options) -> [Self; 2] {
        [Self::blocking, Self::awaited].map(|open| open(options).expect("a connection"))
    }

    /// A blocking one.
    pub fn blocking(options: &Options) -> Result<Self, Error> {
        Connection::open_with(options.clone()).map(Box::new).map(Self::Blocking)
    }

    /// An awaited one.
    pub fn awaited(options: &Options) -> Result<Self, Error> {
        let runtime = runtime();
        let opened = runtime.block_on(awaited::Connection::open_with(options.clone()))?;
        Ok(Self::Awaited(runtime, Box::new(opened)))
    }

    /// See [`Connection::wait_for_family`].
    pub fn blocking_wait(options: &Options, time: Option<Duration>) -> Result<Self, Error> {
        Connection::wait_for_family(options.clone(), time).map(Box::new).map(Self::Blocking)
    }

    /// The same, awaited.
    pub fn awaited_wait(options: &Options, time: Option<Duration>) -> Result<Self, Error> {
        let runtime = runtime();
        let there = awaited::Connection::wait_for_family(options.clone(), time);
        let there = runtime.block_on(there)?;
        Ok(Self::Awaited(runtime, Box::new(there)))
    }

    /// See [`Connection::call`].
    pub fn call<R: Call<Family = F>>(&mut self, request: &R) -> Result<R::Reply<'_>, Error> {
        both!(self, c => c.call(request), rt => rt.block_on(c.call(request)))
    }

    /// See [`Connection::call_acknowledged`].
    pub fn call_acknowledged<R: Call<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<Acknowledged<'_, R::Reply<'_>>, Error> {
        both!(self, c => c.call_acknowledged(request), rt => rt.block_on(c.call_acknowledged(request)))
    }

    /// What `map` makes of the replies of [`Connection::call_many`].
    pub fn call_many<R: Call<Family = F>, T>(
        &mut self,
        request: &R,
        map: impl Fn(R::Reply<'_>) -> T,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        match self {
            Self::Blocking(c) => {
                let mut replies = c.call_many(request)?;
                while let Some(reply) = replies.next()? {
                    all.push(map(reply));
                }
            }
            Self::Awaited(runtime, c) => runtime.block_on(async {
                let mut replies = c.call_many(request).await?;
                while let Some(reply) = replies.next().await? {
                    all.push(map(reply));
                }
                Ok::<_, Error>(())
            })?,
        }
        Ok(all)
    }

    /// See [`Connection::dump_map`].
    pub fn dump_map<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        map: impl FnMut(R::Item<'_>) -> T,
    ) -> Result<Vec<T>, DumpError<T>> {
        both!(self, c => c.dump_map(request, map), rt => rt.block_on(c.dump_map(request, map)))
    }

    /// What `map` makes of the first items of a dump, so many at most, which is dropped then; and the
    /// error that ended it before.
    pub fn dump_some<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        most: usize,
        map: impl Fn(R::Item<'_>) -> T,
    ) -> (Vec<T>, Option<Error>) {
        let mut all = Vec::new();
        let ended = match self {
            Self::Blocking(c) => (|| {
                let mut items = c.dump(request)?;
                while all.len() < most
                    && let Some(item) = items.next()?
                {
                    all.push(map(item));
                }
                Ok(())
            })(),
            Self::Awaited(runtime, c) => runtime.block_on(async {
                let mut items = c.dump(request).await?;
                while all.len() < most
                    && let Some(item) = items.next().await?
                {
                    all.push(map(item));
                }
                Ok(())
            }),
        };
        (all, ended.err())
    }

    /// What `map` makes of the first replies of a stream, so many at most, which is dropped then; and
    /// the error that ended it before.
    pub fn stream_some<R: Stream<Family = F>, T>(
        &mut self,
        request: &R,
        most: usize,
        map: impl Fn(R::Item<'_>) -> T,
    ) -> (Vec<T>, Option<Error>) {
        let mut all = Vec::new();
        let ended = match self {
            Self::Blocking(c) => (|| {
                let mut replies = c.stream(request)?;
                while all.len() < most
                    && let Some(reply) = replies.next()?
                {
                    all.push(map(reply));
                }
                Ok(())
            })(),
            Self::Awaited(runtime, c) => runtime.block_on(async {
                let mut replies = c.stream(request).await?;
                while all.len() < most
                    && let Some(reply) = replies.next().await?
                {
                    all.push(map(reply));
                }
                Ok(())
            }),
        };
        (all, ended.err())
    }

    /// What `map` makes of the answers to requests which go out as a batch.
    pub fn batch<R: Call<Family = F>, T>(
        &mut self,
        requests: &[R],
        map: impl Fn(R::Reply<'_>) -> T,
    ) -> Result<Vec<Result<T, Error>>, Error> {
        let mut tickets = Vec::new();
        let answers = match self {
            Self::Blocking(c) => {
                let mut batch = c.batch();
                tickets.extend(requests.iter().map(|request| batch.add(request)));
                batch.send()?
            }
            Self::Awaited(runtime, c) => {
                let mut batch = c.batch();
                tickets.extend(requests.iter().map(|request| batch.add(request)));
                runtime.block_on(batch.send())?
            }
        };
        Ok(tickets.into_iter().map(|ticket| answers.get(ticket).map(&map)).collect())
    }

    /// See [`Connection::set_timeout`].
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        both!(self, c => c.set_timeout(timeout), _rt => c.set_timeout(timeout));
    }

    /// See [`Connection::warning`].
    pub fn warning(&self) -> Option<&str> {
        both!(self, c => c.warning(), _rt => c.warning())
    }

    /// See [`Connection::foreign`].
    pub fn foreign(&self) -> u64 {
        both!(self, c => c.foreign(), _rt => c.foreign())
    }

    /// See [`Connection::port`].
    pub fn port(&self) -> u32 {
        both!(self, c => c.port(), _rt => c.port())
    }
}
